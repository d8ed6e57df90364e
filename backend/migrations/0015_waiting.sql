-- Waiting for a seat in a sitting that is full.

CREATE TABLE waiting_ends (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO waiting_ends (code) VALUES ('offered'), ('left'), ('applied'), ('dropped');

CREATE TABLE waiting (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    sitting_id TEXT NOT NULL REFERENCES sittings (id),
    -- Sealed: what the application is made of when a seat is free; empty once the waiting ended.
    answers TEXT NOT NULL,
    -- The rules of the exam that were accepted.
    rules_version TEXT NOT NULL,
    rules_language TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT REFERENCES waiting_ends (code),
    -- The application in which a seat was offered.
    application_id TEXT REFERENCES applications (id)
);
CREATE UNIQUE INDEX waiting_live ON waiting (person_id, campaign_id) WHERE ended_at IS NULL;
CREATE INDEX waiting_of_sitting ON waiting (sitting_id, joined_at, id) WHERE ended_at IS NULL;
CREATE INDEX waiting_of_person ON waiting (person_id, joined_at);
