-- Campaigns of programmes, what may be chosen in them, places and sittings.

-- Lists of a programme: services, specialties, categories, languages, ways to sit, subjects. Rows
-- come from CSV; dates say from when until when a choice is offered.
CREATE TABLE choice_lists (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO choice_lists (code) VALUES
    ('service'), ('specialty'), ('category'), ('language'), ('attendance'), ('subject');

CREATE TABLE choices (
    programme TEXT NOT NULL,
    list TEXT NOT NULL REFERENCES choice_lists (code),
    code TEXT NOT NULL,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank BIGINT NOT NULL,
    -- Group of a subject, which blocks name.
    subject_group TEXT NOT NULL,
    -- The language that a subject fixes; empty when it fixes none.
    language TEXT NOT NULL,
    -- Days of Kazakhstan, both included.
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    PRIMARY KEY (programme, list, code)
);

CREATE TABLE campaigns (
    id TEXT NOT NULL PRIMARY KEY,
    programme TEXT NOT NULL,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    note_kk TEXT NOT NULL,
    note_ru TEXT NOT NULL,
    note_en TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    edits_until BIGINT NOT NULL,
    -- Empty when nothing is paid and no seat is held.
    hold_minutes BIGINT,
    applications_allowed BIGINT NOT NULL,
    -- JSON: what the campaign leaves of each list.
    allowed TEXT NOT NULL
);
CREATE INDEX campaigns_of_programme ON campaigns (programme, closes_at);

CREATE TABLE exam_places (
    code TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL REFERENCES regions (code),
    -- The folded Kazakh name, by which sittings are searched.
    city_key TEXT NOT NULL,
    city_kk TEXT NOT NULL,
    city_ru TEXT NOT NULL,
    city_en TEXT NOT NULL,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- Empty where the centre has not told it.
    address_kk TEXT NOT NULL,
    address_ru TEXT NOT NULL,
    address_en TEXT NOT NULL
);

CREATE TABLE sittings (
    id TEXT NOT NULL PRIMARY KEY,
    campaign_id TEXT NOT NULL REFERENCES campaigns (id),
    place TEXT NOT NULL REFERENCES exam_places (code),
    -- As in the place: what a search narrows by stands beside what it sorts by.
    region TEXT NOT NULL,
    city_key TEXT NOT NULL,
    room TEXT NOT NULL,
    attendance TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    -- Counted by guarded statements alone.
    taken BIGINT NOT NULL DEFAULT 0,
    CHECK (taken >= 0 AND taken <= capacity),
    CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX sittings_once ON sittings (campaign_id, place, room, starts_at);
CREATE INDEX sittings_by_time ON sittings (campaign_id, starts_at, place, id);
CREATE INDEX sittings_by_region ON sittings (campaign_id, region, starts_at, place, id);
CREATE INDEX sittings_by_city ON sittings (campaign_id, city_key, starts_at, place, id);
