-- Pictures that prove who a person is. The picture itself is an encrypted object in the store.
CREATE TABLE picture_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO picture_kinds (code) VALUES ('face'), ('document_front'), ('document_back');

CREATE TABLE picture_sources (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO picture_sources (code) VALUES ('camera'), ('upload');

CREATE TABLE pictures (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL REFERENCES picture_kinds (code),
    source TEXT NOT NULL REFERENCES picture_sources (code),
    object_key TEXT NOT NULL,
    -- The key of this object, wrapped by the master key.
    wrapped_key TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    -- What the machine measured, JSON, for the reviewer.
    figures TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    -- Set when the machine was not content and a person decides.
    review_at BIGINT,
    -- Drafts until the person consents to hand them in.
    handed_in_at BIGINT,
    superseded_at BIGINT
);
CREATE UNIQUE INDEX pictures_current ON pictures (person_id, kind) WHERE superseded_at IS NULL;

CREATE TABLE picture_refusals (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    kind TEXT NOT NULL REFERENCES picture_kinds (code),
    code TEXT NOT NULL,
    -- Keyed hash of the file, to tell the person that this very file was refused before.
    file_key TEXT NOT NULL,
    refused_at BIGINT NOT NULL
);
CREATE INDEX picture_refusals_of_person ON picture_refusals (person_id, kind);
