-- What follows an application: reminders of its exam, and whether its owner came.

CREATE TABLE reminder_codes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO reminder_codes (code) VALUES ('week'), ('day');

-- Reminders that were sent; another sitting is reminded of anew.
CREATE TABLE reminders (
    application_id TEXT NOT NULL REFERENCES applications (id),
    sitting_id TEXT NOT NULL REFERENCES sittings (id),
    code TEXT NOT NULL REFERENCES reminder_codes (code),
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, sitting_id, code)
);
-- Whose exam is near is asked each hour, over all campaigns.
CREATE INDEX sittings_by_start ON sittings (starts_at);

CREATE TABLE attendance_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO attendance_kinds (code) VALUES ('came'), ('absent'), ('excused');

CREATE TABLE attendances (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES applications (id),
    kind TEXT NOT NULL REFERENCES attendance_kinds (code),
    noted_at BIGINT NOT NULL,
    -- Set when the centre corrected it.
    superseded_at BIGINT
);
CREATE UNIQUE INDEX attendances_current ON attendances (application_id)
    WHERE superseded_at IS NULL;
