import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Rectangle } from "electron";

/** Where the window stood when it was last closed. */
export type WindowState = { readonly bounds: Rectangle; readonly isMaximized: boolean };

export const windowSizeMin = { width: 960, height: 600 } as const;
const sizeDefault = { width: 1440, height: 900 } as const;
/** So much of the window must be on a screen that a person can take hold of it. */
const visiblePixelsMin = 120;

/** The state in `file`, if it is one and lies on one of the screens (`areas`); else a middle-sized window in the middle of the first. */
export function loadWindowState(file: string, areas: readonly Rectangle[]): WindowState {
  const stored = readState(file);
  if (stored !== undefined && areas.some((area) => isReachable(stored.bounds, area))) return stored;
  const [area] = areas;
  const width = Math.min(sizeDefault.width, area?.width ?? sizeDefault.width);
  const height = Math.min(sizeDefault.height, area?.height ?? sizeDefault.height);
  const x = (area?.x ?? 0) + Math.floor(((area?.width ?? width) - width) / 2);
  const y = (area?.y ?? 0) + Math.floor(((area?.height ?? height) - height) / 2);
  return { bounds: { x, y, width, height }, isMaximized: false };
}

/** Remembers where the window stands. A disk that takes nothing costs the memory of a place, not the window. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error(error);
  }
}

function readState(file: string): WindowState | undefined {
  try {
    const { bounds, isMaximized }: { bounds?: Partial<Rectangle>; isMaximized?: unknown } = JSON.parse(
      readFileSync(file, "utf8"),
    );
    const { x, y, width, height } = bounds ?? {};
    if (!isPixel(x) || !isPixel(y) || !isPixel(width) || !isPixel(height)) return undefined;
    if (width < windowSizeMin.width || height < windowSizeMin.height) return undefined;
    return { bounds: { x, y, width, height }, isMaximized: isMaximized === true };
  } catch {
    return undefined;
  }
}

function isPixel(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= 100_000;
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const overlap = (start: number, size: number, from: number, room: number): number =>
    Math.min(start + size, from + room) - Math.max(start, from);
  return (
    overlap(bounds.x, bounds.width, area.x, area.width) >= visiblePixelsMin &&
    // The title bar must be on the screen, or the window cannot be moved.
    bounds.y >= area.y &&
    bounds.y <= area.y + area.height - visiblePixelsMin
  );
}
