-- Consent of a parent or legal representative for a child.

CREATE TABLE guardian_link_ends (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO guardian_link_ends (code) VALUES ('agreed'), ('refused'), ('replaced');

-- What a child passes on to a guardian; one at a time opens something.
CREATE TABLE guardian_links (
    id TEXT NOT NULL PRIMARY KEY,
    -- The child.
    person_id TEXT NOT NULL REFERENCES people (id),
    programme TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    -- Sealed, so that the child sees the same link again; empty once it has ended.
    token TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    mailed_at BIGINT,
    ended_at BIGINT,
    end_reason TEXT REFERENCES guardian_link_ends (code)
);
CREATE UNIQUE INDEX guardian_links_token ON guardian_links (token_hash);
CREATE UNIQUE INDEX guardian_links_open ON guardian_links (person_id) WHERE ended_at IS NULL;

CREATE TABLE guardianship_ends (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO guardianship_ends (code) VALUES ('withdrawn'), ('corrected'), ('forgotten');

-- The child need not be here yet: it is found by the keyed hash of its number.
CREATE TABLE guardianships (
    id TEXT NOT NULL PRIMARY KEY,
    guardian_id TEXT NOT NULL REFERENCES people (id),
    -- Sealed: the guardian as the child sees them.
    guardian_name TEXT NOT NULL,
    child_key TEXT NOT NULL,
    -- Sealed: IIN and first name; empty once it is forgotten.
    child TEXT NOT NULL,
    terms_version TEXT NOT NULL,
    privacy_version TEXT NOT NULL,
    language TEXT NOT NULL,
    agreed_at BIGINT NOT NULL,
    -- When the child is of age.
    ends_at BIGINT NOT NULL,
    kinship_confirmed_at BIGINT,
    ended_at BIGINT,
    end_reason TEXT REFERENCES guardianship_ends (code)
);
CREATE UNIQUE INDEX guardianships_live ON guardianships (guardian_id, child_key) WHERE ended_at IS NULL;
CREATE INDEX guardianships_of_child ON guardianships (child_key, agreed_at) WHERE ended_at IS NULL;
CREATE INDEX guardianships_of_guardian ON guardianships (guardian_id, agreed_at);

INSERT INTO case_kinds (code) VALUES ('kinship_unconfirmed'), ('guardianship_withdrawn');

-- A guardian accepts the privacy policy too; another migration may have named it before.
INSERT INTO text_kinds (code) VALUES ('privacy') ON CONFLICT (code) DO NOTHING;
