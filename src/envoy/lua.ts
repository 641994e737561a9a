/**
 * The Lua scripts: they do what Dragoman cannot, because it is dead or because a retry has moved on to another model. Lua filter: https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/lua_filter
 */

import { METADATA, timeoutKey } from '../mutation/wire-names.js';
import { ROUTES, TIER_TIMEOUTS } from './route-names.js';

/** The filter state that keeps the path as the client sent it. */
export const PATH_STATE = 'dragoman.path';

/** Returns the index of the quote that closes the JSON string opened at index `i`; nil in broken JSON. */
const STRING_END = `local function string_end(s, i)
  local at = i + 1
  while true do
    local hit = string.find(s, '["\\\\]', at)
    if hit == nil or string.byte(s, hit) == 34 then return hit end
    at = hit + 2
  end
end
`;

/**
 * For the default route: every `model` at the top of the body becomes the default model, and a body without one gets
 * it. Names in nested objects and in texts stay as they are; broken JSON goes through for the upstream to refuse.
 */
export function fallbackModelScript(upstreamModel: string): string {
  return `local MODEL = ${luaString(JSON.stringify(upstreamModel))}
${STRING_END}
local function value_end(s, i)
  local first = string.byte(s, i)
  if first == 34 then return string_end(s, i) end
  if first == nil or first == 123 or first == 91 then return nil end
  return string.match(s, '^[^,}%s]+()', i) - 1
end

local function names_model(key)
  if #key > 32 then return false end
  local plain = string.gsub(key, '\\\\u00(%x%x)', function(hex) return string.char(tonumber(hex, 16)) end)
  return string.lower(plain) == '"model"'
end

local function with_model(s)
  local inside = string.match(s, '^%s*{()')
  if inside == nil then return nil end
  local out, copied, depth, at = {}, 1, 1, inside
  while depth > 0 do
    local i = string.find(s, '["{}%[%]]', at)
    if i == nil then return nil end
    local c = string.byte(s, i)
    at = i + 1
    if c == 34 then
      local last = string_end(s, i)
      if last == nil then return nil end
      at = last + 1
      local value = depth == 1 and names_model(string.sub(s, i, last)) and string.match(s, '^%s*:%s*()', at)
      local stop = value and value_end(s, value)
      if stop then
        out[#out + 1] = string.sub(s, copied, value - 1) .. MODEL
        copied, at = stop + 1, stop + 1
      end
    elseif c == 123 or c == 91 then
      depth = depth + 1
    else
      depth = depth - 1
    end
  end
  if copied > 1 then return table.concat(out) .. string.sub(s, copied) end
  local comma = string.find(s, '^%s*}', inside) and '' or ','
  return '{"model":' .. MODEL .. comma .. string.sub(s, inside)
end

function envoy_on_request(handle)
  handle:streamInfo():dynamicMetadata():set("${METADATA.decision}", "fallback", "default")
  local body = handle:body()
  if body == nil then return end
  local out = with_model(body:getBytes(0, body:length()))
  if out ~= nil then handle:headers():replace("content-length", tostring(body:setBytes(out))) end
end
`;
}

/**
 * For a model's cluster: the path under the upstream's own prefix, and the upstream's name of the model in the body's
 * first key, where Dragoman writes it; to the client, which model answered; and for the last model of a cascade the stream
 * that the client asked for and that the tiers before it must not make. All start from what the client sent, because the
 * attempts of one request share one set of headers. The route `unpinned` keeps its bodies.
 */
export function upstreamScript(
  model: string,
  upstreamModel: string,
  pathPrefix: string,
  unpinned: string,
): string {
  return `local MODEL = ${luaString(model)}
local PREFIX = ${luaString(pathPrefix)}
local PINNED = ${luaString(`{"model":${JSON.stringify(upstreamModel)}`)}
local WHOLE = ',"stream":false'
${STRING_END}
function envoy_on_request(handle)
  local info = handle:streamInfo()
  local path = info:filterState():get("${PATH_STATE}")
  if path ~= nil then handle:headers():replace(":path", PREFIX .. string.sub(path, 4)) end
  if info:routeName() == "${unpinned}" then return end
  local decided = info:dynamicMetadata():get("${METADATA.decision}") or {}
  local stream = decided["last"] == MODEL and decided["stream"]
  info:dynamicMetadata():set("${METADATA.decision}", "model", MODEL)
  local body = handle:body()
  if body == nil then return end
  handle:headers():replace("content-length", tostring(body:length()))
  if not stream and body:getBytes(0, math.min(#PINNED, body:length())) == PINNED then return end
  local s = body:getBytes(0, body:length())
  local open = string.match(s, '^{"model":()"')
  local last = open and string_end(s, open)
  if last == nil then return end
  local head = PINNED
  if stream and string.sub(s, last + 1, last + #WHOLE) == WHOLE then
    head, last = PINNED .. "," .. stream, last + #WHOLE
  end
  handle:headers():replace("content-length", tostring(body:setBytes(head .. string.sub(s, last + 1))))
end
`;
}

/**
 * For a tier's cluster: to the client, which model answered; to the listener behind it, how long this tier may take, which
 * Dragoman says in metadata. Where whole answers are judged, the time is for all of it, elsewhere for its head, because a
 * stream that has begun is not cut.
 */
export function tierScript(model: string): string {
  return `local MODEL = ${luaString(model)}

function envoy_on_request(handle)
  local info, headers = handle:streamInfo(), handle:headers()
  local decided = info:dynamicMetadata():get("${METADATA.decision}") or {}
  local timeout = decided[${luaString(timeoutKey(model))}]
  headers:remove("${TIER_TIMEOUTS.answer}")
  headers:remove("${TIER_TIMEOUTS.head}")
  if timeout ~= nil then
    local whole = info:routeName() == "${ROUTES.cascade}"
    headers:add(whole and "${TIER_TIMEOUTS.answer}" or "${TIER_TIMEOUTS.head}", timeout)
  end
  info:dynamicMetadata():set("${METADATA.decision}", "model", MODEL)
end
`;
}

/** A Lua string literal. The text is JSON or a path, so it holds no control characters. */
function luaString(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
