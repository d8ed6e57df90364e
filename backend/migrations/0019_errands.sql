-- Errands: a step of the camera that a computer sends to a phone. The phone gets no session of the
-- account, only the right to take the pictures of this step, as long as the computer's session lives.

CREATE TABLE errand_tasks (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO errand_tasks (code) VALUES ('face_photo'), ('identity_document'), ('movement_check');

CREATE TABLE errand_ends (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO errand_ends (code) VALUES ('done'), ('computer'), ('phone'), ('replaced'), ('account');

CREATE TABLE errands (
    id TEXT NOT NULL PRIMARY KEY,
    -- The token itself is only in the QR code.
    token_hash TEXT NOT NULL UNIQUE,
    -- The session of the computer. No reference: sessions are forgotten on their own, and one that is
    -- gone has ended.
    session_hash TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people (id),
    task TEXT NOT NULL REFERENCES errand_tasks (code),
    -- What the phone that came first shows since then; its token is only in the cookie.
    phone_hash TEXT UNIQUE,
    -- Browser and system of that phone, as `shared::security::device_label` names them.
    device TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    opened_at BIGINT,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT REFERENCES errand_ends (code)
);
-- One at a time for a computer.
CREATE UNIQUE INDEX errands_live ON errands (session_hash) WHERE ended_at IS NULL;
CREATE INDEX errands_of_person ON errands (person_id);
