-- People, what is known about them, logins, sessions, codes, limits.
-- Vocabulary of both databases: columns are TEXT or BIGINT; instants are microseconds UTC; an enum
-- refers to a small table of codes, because a CHECK list can never grow on SQLite.

-- A person exists from the first step. A draft is a person without a login.
CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    programme TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL
);

CREATE TABLE fact_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO fact_kinds (code) VALUES
    ('citizenship'), ('personal_number'), ('email'), ('email_proved'), ('biometrics'),
    ('document_kind'), ('name'), ('details'), ('study'), ('finished');

CREATE TABLE fact_sources (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO fact_sources (code) VALUES ('typed'), ('document'), ('registry'), ('staff');

-- Facts are never overwritten, only superseded.
CREATE TABLE facts (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL REFERENCES fact_kinds (code),
    -- JSON; sealed for numbers of documents.
    value TEXT NOT NULL,
    -- Keyed hash of the normal form, where a fact is searched by equality.
    search_key TEXT,
    source TEXT NOT NULL REFERENCES fact_sources (code),
    recorded_at BIGINT NOT NULL,
    -- Set when somebody proved it (staff, registry); an unproved fact reserves nothing.
    proved_at BIGINT,
    superseded_at BIGINT
);
CREATE UNIQUE INDEX facts_current ON facts (person_id, kind) WHERE superseded_at IS NULL;
CREATE INDEX facts_by_key ON facts (search_key) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX facts_proved_key ON facts (kind, search_key)
    WHERE proved_at IS NOT NULL AND superseded_at IS NULL AND search_key IS NOT NULL;

-- Two profiles that name the same number; decided by staff at proofing.
CREATE TABLE duplicate_cases (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    first_person_id TEXT NOT NULL REFERENCES people (id),
    opened_at BIGINT NOT NULL,
    decided_at BIGINT
);
CREATE UNIQUE INDEX duplicate_cases_pair ON duplicate_cases (person_id, first_person_id);

CREATE TABLE logins (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    password_set_at BIGINT NOT NULL
);

CREATE TABLE session_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO session_kinds (code) VALUES ('draft'), ('account');

-- The token itself is only in the cookie.
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL REFERENCES session_kinds (code),
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sessions_of_person ON sessions (person_id);

CREATE TABLE code_purposes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO code_purposes (code) VALUES ('registration'), ('recovery');

CREATE TABLE email_codes (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL REFERENCES code_purposes (code),
    email TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT
);
CREATE INDEX email_codes_of_person ON email_codes (person_id, purpose, created_at);

-- One row a limit: a window that began at started_at and was used so many times.
CREATE TABLE limits (
    key TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    used BIGINT NOT NULL
);

-- Answers of creating calls, replayed for 24 hours when the same key comes again.
CREATE TABLE idempotency_keys (
    key TEXT NOT NULL PRIMARY KEY,
    claimed_at BIGINT NOT NULL,
    status BIGINT,
    body TEXT
);
