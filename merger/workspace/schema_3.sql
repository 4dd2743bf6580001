-- From version 2 to 3: two may ask by a copy of one invitation.
DROP INDEX request_once;
CREATE INDEX request_invitation ON request (invitation);
