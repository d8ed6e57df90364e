-- The check of movements before the camera. A recording is an encrypted object in the store.

CREATE TABLE movement_outcomes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO movement_outcomes (code) VALUES ('passed'), ('failed');

CREATE TABLE movement_checks (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- The movements in their order, with commas between them.
    moves TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Another challenge took its place before it was answered.
    replaced_at BIGINT,
    -- A recording came: the challenge is used up.
    used_at BIGINT,
    outcome TEXT REFERENCES movement_outcomes (code),
    -- Why it failed, as the person was told.
    reason TEXT,
    decided_at BIGINT,
    -- What the machine measured, JSON, for the reviewer.
    figures TEXT,
    -- Fingerprints of the frames, to know a recording of the same person again.
    looks TEXT,
    -- What a model for prints and screens said, where there is one.
    assessment TEXT,
    -- The recording, until it is deleted.
    object_key TEXT,
    wrapped_key TEXT,
    -- A person was asked to look, and looked (or it became needless).
    review_at BIGINT,
    reviewed_at BIGINT
);
CREATE INDEX movement_checks_of_person ON movement_checks (person_id, created_at);
CREATE INDEX movement_checks_kept ON movement_checks (decided_at) WHERE object_key IS NOT NULL;

-- Keyed hashes of frames: a camera never makes the same frame twice, whoever sits before it.
CREATE TABLE movement_frames (
    frame_key TEXT NOT NULL PRIMARY KEY,
    check_id TEXT NOT NULL REFERENCES movement_checks (id)
);
CREATE INDEX movement_frames_of_check ON movement_frames (check_id);

INSERT INTO case_kinds (code) VALUES ('movement_check');
