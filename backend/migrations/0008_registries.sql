-- State registries: tables imported where a registry has no address, what was asked of them, and
-- what waits because a registry did not know or did not answer.

CREATE TABLE import_sources (code TEXT NOT NULL PRIMARY KEY);
-- Rows of the development mode give way to the first import; `registry` are answers kept.
INSERT INTO import_sources (code) VALUES ('import'), ('demo'), ('registry');

CREATE TABLE registry_persons (
    -- Keyed hash of the IIN; the number itself is not here.
    number_key TEXT NOT NULL PRIMARY KEY,
    -- Sealed.
    record TEXT NOT NULL,
    -- Keyed hash of the record, to know whether a later import changes it.
    digest TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES import_sources (code),
    imported_at BIGINT NOT NULL
);

CREATE TABLE registry_education (
    number_key TEXT NOT NULL PRIMARY KEY,
    record TEXT NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES import_sources (code),
    imported_at BIGINT NOT NULL
);

CREATE TABLE districts (
    code TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES regions (code),
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES import_sources (code),
    imported_at BIGINT NOT NULL
);
CREATE INDEX districts_of_region ON districts (region);

CREATE TABLE registry_organisations (
    id TEXT NOT NULL PRIMARY KEY,
    -- Keyed hash of BIN or, for a sole trader, IIN.
    number_key TEXT NOT NULL UNIQUE,
    -- The BIN, which is public; empty for a sole trader.
    bin TEXT NOT NULL,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- Empty where a registry does not tell them.
    region TEXT NOT NULL,
    district TEXT NOT NULL,
    address TEXT NOT NULL,
    digest TEXT NOT NULL,
    source TEXT NOT NULL REFERENCES import_sources (code),
    imported_at BIGINT NOT NULL
);
CREATE INDEX registry_organisations_of_region ON registry_organisations (region);

-- Counts the changes of a region's organisations, so that each program knows when what it keeps in
-- memory for searching is old.
CREATE TABLE organisation_versions (
    region TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL
);

CREATE TABLE registry_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO registry_kinds (code) VALUES ('persons'), ('organisations'), ('education');
CREATE TABLE look_up_purposes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO look_up_purposes (code) VALUES ('profile'), ('application'), ('workplace');
CREATE TABLE look_up_outcomes (code TEXT NOT NULL PRIMARY KEY);
-- `silent`: no answer yet, asked again; `failed`: given up.
INSERT INTO look_up_outcomes (code) VALUES
    ('waiting'), ('silent'), ('found'), ('not_found'), ('failed');

-- Who asked about whom, what for, and how it ended.
CREATE TABLE look_ups (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    registry TEXT NOT NULL REFERENCES registry_kinds (code),
    purpose TEXT NOT NULL REFERENCES look_up_purposes (code),
    number_key TEXT NOT NULL,
    outcome TEXT NOT NULL REFERENCES look_up_outcomes (code),
    at BIGINT NOT NULL,
    -- When the name was shown in full.
    revealed_at BIGINT
);
CREATE INDEX look_ups_of_person ON look_ups (person_id, registry, at);
CREATE INDEX look_ups_by_time ON look_ups (at);

-- The question of a look-up and its answer, until the answer is of no more use.
CREATE TABLE registry_checks (
    look_up_id TEXT NOT NULL PRIMARY KEY REFERENCES look_ups (id),
    -- Sealed; empty once it is answered.
    number TEXT NOT NULL,
    -- Sealed; empty until somebody is found.
    record TEXT NOT NULL,
    -- Where the registry has its answer ready later; empty when it is to be asked.
    poll TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- When to ask next; while a worker holds the row, when its hold ends.
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    decided_at BIGINT
);
CREATE INDEX registry_checks_waiting ON registry_checks (run_at) WHERE decided_at IS NULL;

-- Wrong guesses at a masked name.
CREATE TABLE look_up_misses (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL
);
CREATE INDEX look_up_misses_of_person ON look_up_misses (person_id, at);

CREATE TABLE case_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO case_kinds (code) VALUES
    ('person_not_found'), ('person_unchecked'),
    ('organisation_not_found'), ('organisation_unchecked'), ('workplace_by_hand');

-- What somebody of the staff looks at, because a machine could not decide.
CREATE TABLE cases (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL REFERENCES case_kinds (code),
    -- What it is about: the id of a look-up, an application, ...
    subject TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    decided_at BIGINT
);
CREATE UNIQUE INDEX cases_open ON cases (person_id, kind, subject) WHERE decided_at IS NULL;
