import { createTheme } from "@mantine/core";
import type { MantineColorsTuple } from "@mantine/core";
import { colours, fontFamily, monospaceFamily, sizes } from "./tokens.ts";

const scale = colours.light;

/** Ten shades for Mantine from the seven of the sequential scale; shade 8 is the accent that carries white text. */
const accent: MantineColorsTuple = [
  scale.s1,
  scale.s2,
  scale.s3,
  scale.s4,
  scale.s5,
  scale.s5,
  scale.s6,
  scale.s6,
  scale.accent,
  scale.s7,
];

/** Mantine in the console's look: one blue, small radii, 13 px text, hairlines instead of shadows. */
export const mantineTheme = createTheme({
  colors: { accent },
  primaryColor: "accent",
  primaryShade: 8,
  defaultRadius: sizes.radiusControl,
  fontFamily,
  fontFamilyMonospace: monospaceFamily,
  headings: { fontFamily, fontWeight: "600" },
  fontSizes: { xs: "12px", sm: "13px", md: "13px", lg: "14px", xl: "16px" },
  lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "22px", xl: "24px" },
  radius: { xs: "2px", sm: "3px", md: "4px", lg: "6px", xl: "8px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "20px" },
  shadows: { xs: "none", sm: "none", md: "var(--shadow)", lg: "var(--shadow)", xl: "var(--shadow)" },
  focusRing: "auto",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Input: { defaultProps: { size: "sm" } },
    InputWrapper: { defaultProps: { size: "sm" } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 140 }, radius: sizes.radiusControl } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 140 } } },
    Modal: {
      defaultProps: {
        shadow: "md",
        transitionProps: { duration: 140 },
        overlayProps: { backgroundOpacity: 1, color: "var(--scrim)" },
      },
    },
  },
});
