-- Passkeys: a second way into an account, offered beside the password. Nothing here is secret: the
-- private key never leaves the person's device.

CREATE TABLE passkeys (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- By which the device names the key, URL-safe base64.
    credential_id TEXT NOT NULL UNIQUE,
    -- JSON: public key, counter of uses, flags.
    credential TEXT NOT NULL,
    -- Browser and system it was made with, as `shared::security::device_label` names them.
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    -- Removed by its owner, disowned by letter, or copied.
    ended_at BIGINT
);
CREATE INDEX passkeys_of_person ON passkeys (person_id);

CREATE TABLE passkey_challenge_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO passkey_challenge_kinds (code) VALUES ('adding'), ('sign_in');

-- What a device has to sign; good once and for minutes. The token is with the page alone.
CREATE TABLE passkey_challenges (
    token_hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL REFERENCES passkey_challenge_kinds (code),
    -- Who adds; nobody is known before a sign-in.
    person_id TEXT REFERENCES people (id),
    -- JSON: what the answer is compared with.
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkey_challenges_of_person ON passkey_challenges (person_id);

-- The passkey of a sign-in; none for a password.
ALTER TABLE sign_ins ADD COLUMN passkey_id TEXT REFERENCES passkeys (id);
