-- PINs: four digits and a key of the device, which open the account on this device alone.

INSERT INTO fact_kinds (code) VALUES ('pin_settled');

CREATE TABLE pin_devices (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Browser and system, as `shared::security::device_label` names them.
    device TEXT NOT NULL,
    -- A point of P-256, URL-safe base64. The private half never leaves the device.
    public_key TEXT NOT NULL,
    -- Argon2id of a keyed hash of row and digits: of the digits alone there are too few.
    pin_hash TEXT NOT NULL,
    -- Wrong tries since it opened last.
    tries BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    -- Guessed at, removed by its owner, or disowned by letter.
    ended_at BIGINT
);
CREATE INDEX pin_devices_of_person ON pin_devices (person_id);

-- What a device has to sign; good once and for minutes. The token is with the page alone.
CREATE TABLE pin_challenges (
    token_hash TEXT NOT NULL PRIMARY KEY,
    device_id TEXT NOT NULL REFERENCES pin_devices (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX pin_challenges_of_device ON pin_challenges (device_id);
