// People who do not exist: each test has its own, so that no test depends on another.

import { test } from "@playwright/test";

export interface Person {
  email: string;
  password: string;
  iin: string;
  passport: string;
  surname: string;
  firstName: string;
  patronymic: string;
  phone: string;
  /** Nobody else's in this run, as an SMS goes there. */
  mobile: string;
}

const FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/** The control digit; `undefined` for the few numbers that are never given out. */
function control(digits: string): number | undefined {
  const weigh = (weights: number[]): number =>
    weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11;
  const first = weigh(FIRST);
  const digit = first === 10 ? weigh(SECOND) : first;
  return digit === 10 ? undefined : digit;
}

/** A woman born `days` after 1 January 1940, with a serial number that nobody is given. */
export function iinOf(days: number): string | undefined {
  const date = new Date(Date.UTC(1940, 0, 1 + days));
  const six = date.toISOString().slice(2, 10).replaceAll("-", "");
  const digits = `${six}${date.getUTCFullYear() < 2000 ? 4 : 6}0000`;
  const last = control(digits);
  return last === undefined ? undefined : `${digits}${last}`;
}

/** More than one worker process makes in a run; those of the thirtieth are of age still. */
const PER_WORKER = 200;

let made = 0;

/** A person whom nobody met in this run. */
export function newPerson(): Person {
  // The number of a worker process is never used twice.
  made += 1;
  if (made >= PER_WORKER) throw new Error("one worker made more people than it has numbers for");
  const number = test.info().workerIndex * PER_WORKER + made;
  // Of four neighbouring days at least one has a number.
  const iin = [0, 1, 2, 3].map((day) => iinOf(number * 4 + day)).find(Boolean) ?? "";
  return {
    email: `person${number}@example.kz`,
    password: "Тихий берег Каспия осенью",
    iin,
    passport: `N${String(1_000_000 + number)}`,
    surname: "Өтеғұлова",
    firstName: "Әлия",
    patronymic: "Іңкәрқызы",
    phone: "8 701 123 45 67",
    mobile: `+7702${String(1_000_000 + number)}`,
  };
}
