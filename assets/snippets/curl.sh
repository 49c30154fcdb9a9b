# Asks Anon for the Link page of one user. Both secrets come from the
# environment, and go to curl through a pipe: what stands on a command
# line, everybody on the machine can read.
#   eval "$(anon-wizard env --format bash)"
curl --silent --show-error --fail-with-body --get --config - \
  --data-urlencode {{app}} \
  --data-urlencode {{client_id}} \
  --data-urlencode 'redirectUrl=http://localhost:3000/' \
  {{link_url}} <<ANON
header = "Authorization: Bearer ${ANON_API_KEY:?}"
data-urlencode = "appUserIdToken=${ANON_APP_USER_ID_TOKEN:?}"
ANON
