// The browser of the machine, and the clip that it plays as its camera.

import type { LaunchOptions } from "@playwright/test";
import { join } from "node:path";
import { type Movements, isMovements, movementsClip } from "./movements.ts";
import { FIXTURES } from "./program.ts";

/**
 * What the camera shows; a browser shows one thing from its start to its end.
 * `absent`: there is no camera. `refused`: the person says no.
 */
export type Camera =
  | "steady_face"
  | "card"
  | "live_astro"
  | "second_person_enters"
  | Movements
  | "absent"
  | "refused";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

function cameraOf(camera: Camera): string[] {
  switch (camera) {
    case "absent":
      return ["--use-fake-ui-for-media-stream"];
    case "refused":
      return ["--use-fake-device-for-media-stream", "--deny-permission-prompts"];
    default:
      return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-video-capture=${isMovements(camera) ? movementsClip(camera) : join(FIXTURES, "clips", `${camera}.mjpeg`)}`,
      ];
  }
}

/** How a browser with this camera is started. */
export function launchOptionsOf(camera: Camera): LaunchOptions {
  const own = process.env["TIRKEU_CHROMIUM"];
  return { ...(own ? { executablePath: own } : {}), args: [...QUIET, ...cameraOf(camera)] };
}
