// The check of movements: a camera that shows them.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIXTURES } from "./program.ts";

/** What the clip shows, in its order. */
export const ORDER = "left,right,nod";
/** The clip behind this frame shows another movement; before it, the face is back in its place. */
const FRAMES = 54;
/** The clip has 7.5 frames a second, a camera that plays a file 30. */
const TIMES = 4;

/** Writes the clip as a camera plays it; returns where it lies. */
export function movementsClip(): string {
  const bytes = readFileSync(join(FIXTURES, "movements/astro.mjpeg"));
  const starts: number[] = [];
  for (let at = bytes.indexOf("ffd8ff", 0, "hex"); at >= 0; at = bytes.indexOf("ffd8ff", at + 1, "hex")) {
    starts.push(at);
  }
  const frames = starts.slice(0, FRAMES).flatMap((start, place) => {
    const frame = bytes.subarray(start, starts[place + 1]);
    return Array.from({ length: TIMES }, () => frame);
  });
  const file = join(tmpdir(), `tirkeu-movements-${process.pid}.mjpeg`);
  writeFileSync(file, Buffer.concat(frames));
  return file;
}
