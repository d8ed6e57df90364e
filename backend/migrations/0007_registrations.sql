-- One account, several programmes: a registration is finished per programme. `people.programme` is the
-- current one, whose pages the person sees.
CREATE TABLE registrations (
    person_id TEXT NOT NULL REFERENCES people (id),
    -- Code of the programme's definition.
    programme TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (person_id, programme)
);
-- What was finished until now was finished for the only programme there was. People without facts
-- are erased.
INSERT INTO registrations (person_id, programme, began_at, finished_at)
SELECT people.id, people.programme, people.created_at,
    (SELECT facts.recorded_at FROM facts
     WHERE facts.person_id = people.id AND facts.kind = 'finished' AND facts.superseded_at IS NULL)
FROM people
WHERE EXISTS (SELECT 1 FROM facts WHERE facts.person_id = people.id);
DELETE FROM facts WHERE kind = 'finished';
DELETE FROM fact_kinds WHERE code = 'finished';

-- The contact phone on its own; the one of the details stays where it is.
INSERT INTO fact_kinds (code) VALUES ('phone');

-- Whose text was accepted: the BIN of the centre, with the variant of the text behind it. What was
-- accepted until now was the text of this centre.
ALTER TABLE consents ADD COLUMN scope TEXT NOT NULL DEFAULT '171140004577';

-- In whose name a letter goes out.
ALTER TABLE outbox ADD COLUMN programme TEXT NOT NULL DEFAULT 'ncie';

-- Until when a mailed first password opens the login; empty when the owner has chosen one.
ALTER TABLE logins ADD COLUMN first_password_until BIGINT;

-- A link that proves the address of a registration: which address, and its letter.
INSERT INTO link_kinds (code) VALUES ('email_proof');
ALTER TABLE links ADD COLUMN email TEXT;
ALTER TABLE links ADD COLUMN message_id TEXT;
