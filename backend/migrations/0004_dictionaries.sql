-- Lists that people choose from. Rows come from CSV; a row that is gone from the file is ended,
-- never deleted, because people refer to it.
CREATE TABLE countries (
    code TEXT NOT NULL PRIMARY KEY,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE TABLE regions (
    code TEXT NOT NULL PRIMARY KEY,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE TABLE education_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO education_kinds (code) VALUES ('university'), ('college'), ('none');
CREATE TABLE contingents (
    code TEXT NOT NULL PRIMARY KEY,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank BIGINT NOT NULL,
    education_kind TEXT NOT NULL REFERENCES education_kinds (code),
    -- Since when people of this contingent may apply online; empty when they may not.
    online_since BIGINT,
    ended_at BIGINT
);
CREATE TABLE education_places (
    code TEXT NOT NULL PRIMARY KEY,
    name_kk TEXT NOT NULL,
    name_ru TEXT NOT NULL,
    name_en TEXT NOT NULL,
    rank BIGINT NOT NULL,
    kind TEXT NOT NULL REFERENCES education_kinds (code),
    region TEXT NOT NULL REFERENCES regions (code),
    ended_at BIGINT
);
