-- Lists of the unified national testing: categories of participants, pairs of profile subjects (their
-- subjects stand in `subject_group`), foreign languages of a pair, forms of study, special conditions.
INSERT INTO choice_lists (code) VALUES
    ('participant'), ('pair'), ('foreign_language'), ('study_form'), ('condition');
