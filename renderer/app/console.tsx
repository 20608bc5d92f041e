import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { queries } from "#renderer/shared/client/console-client.ts";
import { ThemedRoot } from "#renderer/shared/theme/themed-root.tsx";
import { Gate } from "./gate.tsx";
import { createConsoleRouter } from "./router.tsx";

const router = createConsoleRouter();

/** The whole window. */
export function Console() {
  return (
    <ThemedRoot>
      <QueryClientProvider client={queries}>
        <Gate>
          <RouterProvider router={router} />
        </Gate>
      </QueryClientProvider>
    </ThemedRoot>
  );
}
