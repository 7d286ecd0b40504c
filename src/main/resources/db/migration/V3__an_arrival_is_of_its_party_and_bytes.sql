-- A door's name of an arrival comes from the client: two parties, or one party twice, may use the same for other bytes.
ALTER TABLE quarantine DROP CONSTRAINT quarantine_door_arrival_key;
ALTER TABLE quarantine ADD UNIQUE (door, party, arrival, wire_digest);
