-- SHA-256 of the one certificate that is blocked; empty where the party is, with everything it has.
ALTER TABLE party_block ADD COLUMN certificate text NOT NULL DEFAULT '';
ALTER TABLE party_block DROP CONSTRAINT party_block_pkey;
ALTER TABLE party_block ADD PRIMARY KEY (party, certificate);
