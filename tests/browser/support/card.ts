// The synthetic card that is shown in the journeys: its back can be read.

import { join } from "node:path";
import { FIXTURES } from "./program.ts";

export const CARD_FRONT = join(FIXTURES, "readings/front.jpg");
export const CARD_BACK = join(FIXTURES, "readings/back.jpg");
