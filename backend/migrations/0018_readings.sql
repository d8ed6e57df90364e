-- What the server read on the pictures of a document, and the data that its holder confirmed.
INSERT INTO fact_kinds (code) VALUES ('document_data');
INSERT INTO case_kinds (code) VALUES ('document_data');

-- One reading for each pair of pictures: a newer picture is read anew.
CREATE TABLE readings (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Ids of the pictures that were read.
    pictures TEXT NOT NULL,
    -- Sealed.
    record TEXT NOT NULL,
    -- Keyed hash of the IIN that was read; empty where none was.
    number_key TEXT NOT NULL,
    read_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX readings_of_pictures ON readings (person_id, pictures);
CREATE INDEX readings_by_time ON readings (read_at);
