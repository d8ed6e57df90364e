-- What the owner of an account sees of who came in, and the links that letters carry. Network
-- addresses are not kept.

-- By which its owner ends a session: the hash of the token does not leave the program.
ALTER TABLE sessions ADD COLUMN public_id TEXT;
-- Browser and system, as `shared::security::device_label` names them.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX sessions_public_id ON sessions (public_id);

-- Browsers that were signed in before, by a cookie of their own: the first sign-in from another one
-- is told by letter.
CREATE TABLE devices (
    person_id TEXT NOT NULL REFERENCES people (id),
    token_hash TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, token_hash)
);

CREATE TABLE sign_in_outcomes (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO sign_in_outcomes (code) VALUES ('succeeded'), ('refused');

CREATE TABLE sign_ins (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    outcome TEXT NOT NULL REFERENCES sign_in_outcomes (code),
    device TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_ins_of_person ON sign_ins (person_id, at);

-- Changes of the login's address: provisional until proved, and for a while taken back by the old
-- address.
CREATE TABLE email_changes (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES people (id),
    old_email TEXT NOT NULL,
    new_email TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- Taken back, or replaced by a newer one before it was proved.
    ended_at BIGINT
);
CREATE INDEX email_changes_of_person ON email_changes (person_id, asked_at);

CREATE TABLE link_kinds (code TEXT NOT NULL PRIMARY KEY);
INSERT INTO link_kinds (code) VALUES ('email_confirm'), ('email_undo'), ('not_me');

-- The token itself is only in the letter.
CREATE TABLE links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL REFERENCES link_kinds (code),
    person_id TEXT NOT NULL REFERENCES people (id),
    -- The change of address it belongs to.
    email_change_id TEXT REFERENCES email_changes (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX links_of_person ON links (person_id);
