-- Applications, their drafts, their history and results.
INSERT INTO text_kinds (code) VALUES ('rules');

CREATE TABLE application_states (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO application_states (code) VALUES ('held'), ('submitted'), ('annulled'), ('withdrawn');

-- Answers are sealed: the workplace of a sole trader carries an IIN.
CREATE TABLE application_drafts (
    person_id TEXT NOT NULL REFERENCES people (id),
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    answers TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, campaign_id)
);

CREATE TABLE applications (
    id TEXT NOT NULL PRIMARY KEY,
    -- Ten digits, to be told on the phone.
    number TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES people (id),
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    programme TEXT NOT NULL,
    -- Which of the applications that a campaign allows a person: two cannot have the same.
    slot BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES application_states (code),
    sitting_id TEXT REFERENCES sittings (id),
    -- Calendar year of the sitting in Kazakhstan, in which attempts are counted.
    attempt_year BIGINT NOT NULL,
    kind TEXT NOT NULL,
    answers TEXT NOT NULL,
    version BIGINT NOT NULL,
    held_until BIGINT,
    submitted_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- Set when it was withdrawn or annulled: it has no seat any more.
    ended_at BIGINT
);
CREATE UNIQUE INDEX applications_live ON applications (person_id, campaign_id, slot)
    WHERE ended_at IS NULL;
CREATE INDEX applications_of_person ON applications (person_id, submitted_at);
CREATE INDEX applications_of_sitting ON applications (sitting_id) WHERE ended_at IS NULL;
CREATE INDEX applications_held ON applications (sitting_id, held_until)
    WHERE state = 'held' AND ended_at IS NULL;

-- Every version that ever stood, the current one included. Never changed.
CREATE TABLE application_versions (
    application_id TEXT NOT NULL REFERENCES applications (id),
    version BIGINT NOT NULL,
    state TEXT NOT NULL REFERENCES application_states (code),
    sitting_id TEXT REFERENCES sittings (id),
    answers TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (application_id, version)
);

CREATE TABLE result_outcomes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO result_outcomes (code) VALUES ('passed'), ('failed');

CREATE TABLE results (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    stage_kk TEXT NOT NULL,
    stage_ru TEXT NOT NULL,
    stage_en TEXT NOT NULL,
    score BIGINT NOT NULL,
    max_score BIGINT NOT NULL,
    outcome TEXT NOT NULL REFERENCES result_outcomes (code),
    exam_date TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    -- Set when the centre published a corrected one.
    superseded_at BIGINT
);
CREATE UNIQUE INDEX results_current ON results (application_id, stage_kk)
    WHERE superseded_at IS NULL;
