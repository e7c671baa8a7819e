# Makes jekyll.tsv beside it: on which day Jekyll shows a post, by what its `date`
# says and the zone that `_config.yml` names; once with Psych, as Debian patches
# it, and once with SafeYAML, as it is published.
# Debian: apt-get install jekyll; SafeYAML 1.0.5 in RUBYLIB (Debian's
# ruby-safe-yaml, last in bullseye).
require 'jekyll'
require 'tmpdir'
require 'safe_yaml/load'

ZONES = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'UTC'].freeze
DATES = File.readlines(File.expand_path('dates.txt', __dir__), chomp: true).reject(&:empty?).freeze

# What Jekyll::Utils.safe_load_yaml is where nobody patched it (lib/jekyll.rb:
# `SafeYAML::OPTIONS[:suppress_warnings]`, `SafeYAML.load`).
WITH_SAFE_YAML = ->(text) { SafeYAML.load(text) }
WITH_PSYCH = Jekyll::Utils.method(:safe_load_yaml).unbind.bind(Jekyll::Utils)

def shown(loader, zone, date)
  Jekyll::Utils.define_singleton_method(:safe_load_yaml) { |text| loader.call(text) }
  Jekyll::Utils.instance_variable_set(:@parse_date_cache, nil)
  Dir.mktmpdir do |source|
    Dir.mkdir(File.join(source, '_posts'))
    File.write(File.join(source, '_posts', '2022-12-13-x.md'), "---\ntitle: x\ndate: #{date}\n---\n{{ page.date | date: '%Y/%m/%d' }}\n")
    options = { 'source' => source, 'destination' => File.join(source, '_site'), 'quiet' => true,
                'timezone' => zone, 'future' => true, 'disable_disk_cache' => true }
    site = Jekyll::Site.new(Jekyll.configuration(options))
    site.process
    post = site.posts.docs.first
    # The address and what the page says of the day are the same.
    days = [post.url, post.output].map { |text| text[%r{\d{4}/\d\d/\d\d}] }.uniq
    days.length == 1 ? days.first.tr('/', '-') : "disagree: #{days.join(' ')}"
  end
rescue Jekyll::Errors::FatalException
  'refused'
end

Jekyll.logger.log_level = :error
table = File.open(File.expand_path('jekyll.tsv', __dir__), 'w')
table.puts "# made by tests/time-zones/make.rb with Jekyll #{Jekyll::VERSION}, Psych #{Psych::VERSION}, SafeYAML 1.0.5"
table.puts "# zone\tdate\tday with Psych\tday with SafeYAML"
ZONES.product(DATES).each do |zone, date|
  table.puts [zone, date, shown(WITH_PSYCH, zone, date), shown(WITH_SAFE_YAML, zone, date)].join("\t")
end
