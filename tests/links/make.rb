# Makes the tables beside it. jekyll.tsv: builds the site with Jekyll and looks
# where each link of each page leads. headings.tsv: the ids that kramdown gives.
# Debian: apt-get install jekyll
require 'jekyll'
require 'tmpdir'
require 'uri'
require 'cgi'
require 'kramdown'
require 'kramdown-parser-gfm'

headings = File.read(File.expand_path('headings.md', __dir__))
html = Kramdown::Document.new(headings, input: 'GFM', hard_wrap: false).to_html
File.write(File.expand_path('headings.tsv', __dir__), html.scan(/<h\d(?: id="([^"]*)")?>/).flatten.compact.join("\n") + "\n")

source = File.expand_path('jekyll', __dir__)
Dir.mktmpdir do |built|
  Jekyll.logger.log_level = :error
  site = Jekyll::Site.new(Jekyll.configuration('source' => source, 'destination' => built, 'quiet' => true, 'disable_disk_cache' => true))
  site.process
  decode = ->(text) { CGI.unescape(text.gsub('+', '%2B')) }
  ids = lambda do |file|
    next [] unless file.end_with?('.html')

    File.read(file).scan(/\s(?:id|name)="([^"]*)"/).flatten
  end
  table = File.open(File.expand_path('jekyll.tsv', __dir__), 'w')
  table.puts "# made by tests/links/make.rb with Jekyll #{Jekyll::VERSION}, kramdown-parser-gfm #{Kramdown::Parser::GFM::VERSION}"
  (site.pages + site.posts.docs).sort_by(&:relative_path).each do |page|
    next unless page.output_ext == '.html'

    File.read(page.destination(built)).scan(/\s(href|src|srcset|poster)="([^"]*)"/) do |name, value|
      value = CGI.unescapeHTML(value)
      destinations = name == 'srcset' ? value.split(',').map { |part| part.split.first } : [value]
      destinations.each do |destination|
        path, fragment = destination.split('#', 2)
        path = decode.(path.to_s.split('?').first.to_s)
        url = decode.(page.url)
        folder = url.end_with?('/') ? url : File.dirname(url)
        target = path.empty? ? url : File.expand_path(path, path.start_with?('/') ? '/' : folder)
        target = File.join(built, target)
        file = [target, "#{target}/index.html", "#{target}.html"].find { |name| File.file?(name) }
        verdict = if file.nil? then 'nothing'
                  elsif fragment.nil? || fragment.include?('=') || ids.(file).include?(decode.(fragment)) then 'found'
                  else 'no fragment'
                  end
        table.puts [page.relative_path, destination, verdict].join("\t")
      end
    end
  end
end
