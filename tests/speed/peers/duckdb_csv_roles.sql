-- The roles, likewise.
COPY roles TO 'roles.csv' (HEADER);
