#!/bin/sh
# Makes the files of secrets that docker-compose.yml reads, each with a value of its own; what is there already is kept.
#   sh ops/make_secrets.sh [FOLDER]      (default: secrets)
# A value that is set in the environment, or stands in .env as it did for earlier versions, is taken over.
set -eu

folder=${1:-secrets}
umask 077
# The folder is its owner's alone. What is in it is mounted by itself, where users have other numbers.
mkdir -p "$folder/app"

random() {
  # Letters and digits: passwords become parts of addresses.
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

given() {
  eval "value=\${$1:-}"
  if [ -z "$value" ] && [ -f .env ]; then
    value=$(sed -n "s/^$1=//p" .env | tail -n 1 | tr -d "\"'")
  fi
  printf '%s' "$value"
}

# write FILE TEXT
write() {
  if [ -s "$folder/$1" ]; then
    echo "kept   $folder/$1"
    return
  fi
  printf '%s\n' "$2" > "$folder/$1"
  echo "made   $folder/$1"
}

# secret FILE VARIABLE
secret() {
  value=$(given "$2")
  write "$1" "${value:-$(random)}"
}

secret postgres_password POSTGRES_PASSWORD
secret redis_password REDIS_PASSWORD
# What the app reads, at /run/secrets.
secret app/s3_access_key_id S3_ACCESS_KEY_ID
secret app/s3_secret_access_key S3_SECRET_ACCESS_KEY
secret app/secret_key SECRET_KEY
write app/database_url "postgres://blockbuilders:$(cat "$folder/postgres_password")@db:5432/blockbuilders"
write app/redis_url "redis://:$(cat "$folder/redis_password")@redis:6379"

chmod 700 "$folder"
chmod 755 "$folder/app"
chmod 644 "$folder"/*_password "$folder"/app/*
