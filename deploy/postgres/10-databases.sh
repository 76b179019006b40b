#!/bin/bash
# One database and one role a service, so that none can read another's tables. Runs once, on an empty volume.
# Passwords come from the environment: CAPAIAN_PASSWORD_TARGET and so on.
set -euo pipefail
for service in target evaluation survey scoring; do
  variable="CAPAIAN_PASSWORD_${service^^}"
  psql -v ON_ERROR_STOP=1 -v role="$service" -v password="${!variable}" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE DATABASE :"role" OWNER :"role";
REVOKE CONNECT ON DATABASE :"role" FROM PUBLIC;
SQL
done
