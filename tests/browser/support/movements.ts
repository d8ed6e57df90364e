// The check of movements: a camera that shows them.

import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FIXTURES } from "./program.ts";

/** What the clip shows, in its order. */
export const ORDER = "left,right,nod";
/** The clip has 7.5 frames a second, a camera that plays a file 30. */
const TIMES = 4;

export type Movements = "movements" | "movements_other";

/**
 * Who makes them, and where in the clip: looking straight ahead, then each movement and back; each frame several
 * times, so that a busy machine is in time for the first movement and misses none of it. One person for each journey
 * that passes, because frames that somebody has sent before are refused.
 */
const CLIPS: Record<Movements, { file: string; pieces: [from: number, to: number, shown: number][] }> = {
  movements: {
    file: "astro",
    pieces: [
      [9, 18, 3],
      [18, 54, 2],
    ],
  },
  movements_other: {
    file: "obama",
    pieces: [
      [6, 12, 4],
      [46, 62, 2],
      [24, 37, 2],
      [36, 48, 2],
    ],
  },
};

export function isMovements(camera: string): camera is Movements {
  return camera in CLIPS;
}

/** The same picture in other pixels, as a camera would take it again: one weight of its first table is another. */
function takenAgain(frame: Buffer, time: number): Buffer {
  const again = Buffer.from(frame);
  // The marker, two bytes of length, one of the table's number, then the weights from coarse to fine.
  const weight = again.indexOf("ffdb", 0, "hex") + 5 + time;
  again.writeUInt8(again.readUInt8(weight) + Math.min(time, 1), weight);
  return again;
}

/** Writes the clip as a camera plays it; returns where it lies. */
export function movementsClip(camera: Movements): string {
  const { file, pieces } = CLIPS[camera];
  const bytes = readFileSync(join(FIXTURES, `movements/${file}.mjpeg`));
  const starts: number[] = [];
  for (let at = bytes.indexOf("ffd8ff", 0, "hex"); at >= 0; at = bytes.indexOf("ffd8ff", at + 1, "hex")) {
    starts.push(at);
  }
  const all = starts.map((start, place) => bytes.subarray(start, starts[place + 1]));
  const repeated = (frame: Buffer, times: number): Buffer[] => Array.from({ length: times }, () => frame);
  const frames = pieces.flatMap(([from, to, shown]) =>
    all
      .slice(from, to)
      .flatMap((frame) => Array.from({ length: shown }, (_, time) => takenAgain(frame, time)))
      .flatMap((frame) => repeated(frame, TIMES)),
  );
  const played = join(tmpdir(), `tirkeu-${camera}-${process.pid}.mjpeg`);
  writeFileSync(played, Buffer.concat(frames));
  return played;
}
