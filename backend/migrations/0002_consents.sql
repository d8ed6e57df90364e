-- Acceptances of texts: who, which version, in which language, when. Never changed.
CREATE TABLE text_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO text_kinds (code) VALUES ('terms'), ('biometrics'), ('personal_data');

CREATE TABLE consents (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    text_kind TEXT NOT NULL REFERENCES text_kinds (code),
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    accepted_at BIGINT NOT NULL
);
CREATE INDEX consents_of_person ON consents (person_id, text_kind, accepted_at);
