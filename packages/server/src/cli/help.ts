export const HELP = `Talk to a stranger: a chat server for your own site.

Usage
  stranger-chat [serve] [options]
  stranger-chat moderator invite NAME      Prints a link to the moderators' console. More: moderator --help
  stranger-chat papers --out FOLDER        Writes a transparency report, reasons of decisions, and what is kept.
  stranger-chat doctor                     Looks whether all a server stands on is well, and says what to do.
  stranger-chat keys [make|renew|adopt]    Shows the keys, or begins with new ones.
  stranger-chat conformance URL [--help]   Tries whether a server keeps the protocol.

Options
  --port NUMBER       Port to listen on. Default 8787.
  --host ADDRESS      Address to listen on. Default: every address, with --dev 127.0.0.1.
  --data FOLDER       Keys and database. Default ./stranger-chat-data. Keep it, and keep it private:
                      whoever has it can forge evidence, and without it nobody is recognised.
  --postgres URL      A Postgres for blocks and cases instead of a file; needs the package pg beside this one.
  --redis URL         The Redis that several servers share; needs the package @redis/client. Repeatable, for a
                      Cluster. Passwords of either are safer in the environment than on a command line.
  --redis-persists    Takes a Redis that writes to disk, where people's words would lie.
  --keys FILE         The keys that several servers share, instead of those in the data folder: keys --help
  --origin ORIGIN     A site whose pages may connect, such as https://example.org. Repeatable.
                      Default: this server's own pages, and localhost.
  --trust-proxy CIDR  A reverse proxy in front, such as 127.0.0.1 or 10.0.0.0/8. Repeatable.
  --modes LIST        What people may choose, with commas: text,voice,video. Default text.
  --turn URL          What relays voice and video, such as turn:turn.example.org:3478?transport=udp. Repeatable.
                      Its secret goes into the environment: STRANGER_CHAT_TURN_SECRET. How to: docs/video.md
  --relay ADDRESS     An address from which it relays: no call can name another. Repeatable.
                      Default: those in the URLs, if they are addresses.
  --metrics PLACE     Figures for Prometheus at [HOST:]PORT, a port of its own, such as 9464. Default: nowhere.
  --otel              Tells OpenTelemetry, whose SDK you load with node --import; needs @opentelemetry/api.
  --config FILE       Settings as JSON, or as .mjs with a default export (may hold plugins).
  --dev               For trying things out: a page with two strangers, nothing cached, readable logs.
  --help, --version

Every option but --help and --version is also an environment variable: STRANGER_CHAT_PORT (or PORT), _HOST,
_DATA, _POSTGRES, _REDIS, _REDIS_PERSISTS=1, _KEYS, _ORIGIN, _TRUST_PROXY, _MODES, _TURN and _RELAY, _METRICS, _OTEL=1,
_CONFIG, _DEV=1. Commas stand between several. An option beats the environment, the environment beats the config file.

Examples
  stranger-chat --dev
  stranger-chat --port 80 --origin https://example.org --data /var/lib/stranger-chat

On a page
  <script type="module" src="https://chat.example.org/stranger-chat.js"></script>
  <stranger-chat></stranger-chat>
`
