-- Subject of a blocked TLS certificate, as an external broker knows it: barred there also when the certificate has left the directory.
ALTER TABLE party_block ADD COLUMN subject text NOT NULL DEFAULT '';
