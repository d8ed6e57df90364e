-- Places that the centre assigns, certificates with a picture, the registry of education.
ALTER TABLE campaigns ADD COLUMN places_after BIGINT;

INSERT INTO choice_lists (code) VALUES ('english_certificate');

INSERT INTO case_kinds (code) VALUES ('education_not_found'), ('education_unchecked');

-- Pictures that belong to an application: the object is encrypted, its key wrapped.
CREATE TABLE application_scans (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    object_key TEXT NOT NULL,
    wrapped_key TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- When an application with it was handed in; until then it is a draft.
    kept_at BIGINT
);
CREATE INDEX application_scans_of_person ON application_scans (person_id, campaign_id);
CREATE INDEX application_scans_drafts ON application_scans (at) WHERE kept_at IS NULL;
