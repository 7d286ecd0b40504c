-- Until when an answer was due stays, also when it came or everybody was told that it did not: who watches over all counts both.
ALTER TABLE delivery ADD COLUMN due_by timestamptz;
UPDATE delivery SET due_by = answer_by;
