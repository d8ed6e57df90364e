-- Sharing a Digital ID with the programme that asks for it.

CREATE TABLE sharing_ends (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO sharing_ends (code) VALUES ('refused'), ('withdrawn');

CREATE TABLE sharings (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Code of the programme that asks.
    programme TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    agreed_at BIGINT,
    -- Version of the words that were shown, and their language; empty before.
    version TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT '',
    ended_at BIGINT,
    end_reason TEXT REFERENCES sharing_ends (code)
);
CREATE UNIQUE INDEX sharings_live ON sharings (person_id, programme) WHERE ended_at IS NULL;
CREATE INDEX sharings_of_person ON sharings (person_id, asked_at);
