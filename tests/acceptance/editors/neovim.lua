-- Opens the files of the site in the working folder, holds the diagnostics to what
-- they should cover, and mends the buffers one by one ($WAY is `one`) or with the
-- action for all safe fixes (`all`). Leaves with status 1 where anything is amiss.

local expected = {
  ['_posts/2024-01-02-第 1 篇#起点.md'] = {
    ['wrong-type'] = '"yes"', ['empty-element'] = '<b></b>', ['confused-word'] = '己经',
  },
  ['目 录/windows.md'] = {
    ['broken-fragment'] = '没有', ['confused-word'] = '己经', ['ad-slot'] = '<section id="imu">\n\n</section>',
    ['empty-element'] = '<i></i>',
  },
  ['目 录/a.md'] = { ['confused-word'] = '己经', ['ad-slot'] = '<div class="adslot"></div>', ['empty-element'] = '<b></b>' },
}

local function fail(message)
  io.stderr:write(message .. '\n')
  vim.cmd('cquit 1')
end

local function wait_for(what, condition)
  if not vim.wait(20000, condition, 10) then
    fail('waited in vain: ' .. what)
  end
end

-- Of an older text, what a diagnostic covers may be gone.
local function text_at(buffer, diagnostic)
  local is_there, lines = pcall(vim.api.nvim_buf_get_text,
    buffer, diagnostic.lnum, diagnostic.col, diagnostic.end_lnum, diagnostic.end_col, {})
  return is_there and table.concat(lines, '\n') or ''
end

local function by_rule(buffer)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    found[diagnostic.code or diagnostic.user_data.lsp.code] = text_at(buffer, diagnostic)
  end
  return found
end

local client = vim.lsp.start_client({ name = 'kanwu', cmd = { vim.env.KANWU, 'server' }, root_dir = vim.fn.getcwd() })

-- As a user would: the actions under the cursor, of which the first is taken.
local function act(context)
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.ui.select = function(items, _, choose) choose(items[1]) end
  local options = { context = context, apply = true }
  vim.lsp.buf.code_action(vim.fn.has('nvim-0.8') == 1 and options or context)
  return vim.wait(5000, function() return vim.api.nvim_buf_get_changedtick(0) ~= before end, 10)
end

-- The next diagnostic with a safe fix, in the protocol's own words.
local function next_safe(buffer)
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    local data = diagnostic.user_data.lsp.data
    if data and data.isSafe then
      return diagnostic
    end
  end
end

local function mend_one_by_one(buffer)
  local diagnostic = next_safe(buffer)
  while diagnostic do
    vim.api.nvim_win_set_cursor(0, { diagnostic.lnum + 1, diagnostic.col })
    local lsp = diagnostic.user_data.lsp
    local range = lsp.data.edits[1].range
    local named = { range = range, code = lsp.code, message = diagnostic.message, data = lsp.data }
    local count = #vim.diagnostic.get(buffer)
    if not act({ only = { 'quickfix' }, diagnostics = { named } }) then
      fail('no quick fix was made for ' .. tostring(lsp.code))
    end
    wait_for('diagnostics after a quick fix', function() return #vim.diagnostic.get(buffer) < count end)
    diagnostic = next_safe(buffer)
  end
end

local function drive(path, rules)
  vim.cmd('edit ' .. vim.fn.fnameescape(path))
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  wait_for('diagnostics of ' .. path, function() return vim.tbl_count(by_rule(buffer)) == vim.tbl_count(rules) end)
  if not vim.deep_equal(by_rule(buffer), rules) then
    fail(path .. ': ' .. vim.inspect(by_rule(buffer)))
  end
  -- What is typed moves what is found, counted in UTF-16.
  vim.api.nvim_buf_set_text(buffer, 0, 0, 0, 0, { '😀', '😀' })
  vim.cmd('silent undo')
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { '😀己经😀' })
  wait_for('diagnostics of what was typed', function()
    local count = 0
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      count = count + (text_at(buffer, diagnostic) == '己经' and 1 or 0)
    end
    return count == 2
  end)
  vim.cmd('silent undo')
  wait_for('diagnostics as before', function() return vim.deep_equal(by_rule(buffer), rules) end)
  if vim.env.WAY == 'one' then
    mend_one_by_one(buffer)
  elseif not act({ only = { 'source.fixAll.kanwu' }, diagnostics = {} }) then
    fail('nothing was fixed in ' .. path)
  end
  vim.cmd('silent write')
end

local is_done, problem = xpcall(function()
  for path, rules in pairs(expected) do
    drive(path, rules)
  end
end, debug.traceback)
if not is_done then
  fail(problem)
end

vim.lsp.stop_client(client)
wait_for('the end of the server', function() return vim.lsp.client_is_stopped(client) end)
vim.cmd('qall!')
