# Renders the files named on standard input, below the first folder, into the
# second: Markdown by kramdown as Jekyll configures it, HTML as it is.
require "fileutils"
require "kramdown"
require "kramdown-parser-gfm"

from, to = ARGV
$stdin.each_line(chomp: true) do |name|
  text = File.read(File.join(from, name), encoding: "UTF-8")
  text = text.sub(/\A\uFEFF?---\s*\n.*?^(---|\.\.\.)\s*$\n?/m, "")
  html = name.match?(/\.html?\z/) ? text : Kramdown::Document.new(text, input: "GFM", hard_wrap: false).to_html
  path = File.join(to, name)
  FileUtils.mkdir_p(File.dirname(path))
  File.write(path, html)
end
