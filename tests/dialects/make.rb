# Fills in `expected` in cases.yaml from the references. Called by make.sh.
require 'json'
require 'open3'
require 'yaml'
require 'kramdown'
require 'kramdown-parser-gfm'

FILE = File.join(__dir__, 'cases.yaml')
HEADER = File.readlines(FILE).take_while { |line| line.start_with?('#') }.join

# Jekyll's options, but for what the outline leaves out: automatic ids, and
# the packaging of highlighted code and of formulas.
def kramdown(text, hard_wrap)
  options = { input: 'GFM', hard_wrap: hard_wrap, auto_ids: false, syntax_highlighter: nil, math_engine: nil }
  Kramdown::Document.new(text, options).to_html
end

# What the reference of a dialect makes of a case, to be reduced to an outline.
def referred(dialect, item)
  return { reference: 'html', input: item['stated'][dialect] } if item.fetch('stated', {}).key?(dialect)

  input = item.fetch('printed', item['input'])
  case dialect
  when 'kramdown', 'kramdown-liquid' then { reference: 'html', input: kramdown(input, false) }
  when 'kramdown-hard' then { reference: 'html', input: kramdown(input, true) }
  when 'commonmark' then { reference: 'commonmark', input: input }
  when 'gfm', 'gfm-liquid', 'gfm-hugo', 'gfm-mdx' then { reference: 'markdown-it', input: input }
  when 'gfm-hard' then { reference: 'markdown-it-breaks', input: input }
  else raise "#{item['name']}: #{dialect} has no reference: state the HTML"
  end
end

cases = YAML.load_file(FILE)
pairs = cases.flat_map { |item| item['expected'].keys.map { |dialect| [item, dialect] } }
asked = pairs.map { |item, dialect| referred(dialect, item) }
output, status = Open3.capture2('node', File.join(__dir__, 'outline.js'), stdin_data: JSON.dump(asked))
raise 'outline.js failed' unless status.success?

pairs.zip(JSON.parse(output)).each { |(item, dialect), outline| item['expected'][dialect] = outline }
File.write(FILE, HEADER + YAML.dump(cases, line_width: -1).delete_prefix("---\n"))
puts "#{pairs.size} expectations of #{cases.size} cases"
