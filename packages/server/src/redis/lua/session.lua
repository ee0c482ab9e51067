-- What scripts about a session share. KEYS[2] is its record: sid, identity, conn (as text: not always whole), node; the last
-- wish with the time it was first made and the pool it waits in; the chat it sits in with ticket and partner there; lists of
-- tickets that are over, of partners, and of ended chats whose end it has yet to confirm.

-- A claim that nobody renews or releases, long after every node that knew of it.
local CLAIM_MS = 7 * 24 * 3600 * 1000
local USED, RECENT, ENDED = 16, 16, 2

local s = load(KEYS[2])
local function keep() save(KEYS[2], s, CLAIM_MS) end
local function lasts(key) redis.call('pexpire', key, CLAIM_MS) end

-- What doesn't match is fenced; the answer says which number to exceed.
local function fencedBy(conn)
  if not s then return '0' end
  return tonumber(s.conn) ~= tonumber(conn) and s.conn or nil
end

local function retire(ticket)
  if not indexOf(s.used, ticket) then
    table.insert(s.used, ticket)
    if #s.used > USED then table.remove(s.used, 1) end
  end
  if s.wish == ticket then s.wish, s.pool = '', '' end
end
