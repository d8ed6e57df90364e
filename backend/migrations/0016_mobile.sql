-- The mobile number as a login, its codes, and SMS beside letters.

CREATE TABLE channels (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO channels (code) VALUES ('email'), ('sms');

-- Which way a message goes; empty for a letter of an older program.
ALTER TABLE outbox ADD COLUMN channel TEXT REFERENCES channels (code);
UPDATE outbox SET channel = 'email';
-- By which the gateway knows an SMS that it took: "mobizon:123".
ALTER TABLE outbox ADD COLUMN gateway_id TEXT;

INSERT INTO fact_kinds (code) VALUES ('mobile');
INSERT INTO text_kinds (code) VALUES ('privacy');
INSERT INTO code_purposes (code) VALUES ('sign_in'), ('confirmation');

-- A number that its person has proved. One number opens one account.
CREATE TABLE mobile_logins (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES people (id),
    -- Keyed hash of the number.
    key TEXT NOT NULL UNIQUE,
    -- The number, sealed.
    number TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE mobile_codes (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    purpose TEXT NOT NULL REFERENCES code_purposes (code),
    -- Keyed hash of the number it went to.
    key TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    message_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT
);
CREATE INDEX mobile_codes_of_person ON mobile_codes (person_id, purpose, created_at);

-- How a try to sign in was made, where neither by password nor by passkey.
CREATE TABLE sign_in_ways (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO sign_in_ways (code) VALUES ('mobile');
ALTER TABLE sign_ins ADD COLUMN way TEXT REFERENCES sign_in_ways (code);
