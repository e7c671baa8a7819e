# What Ruby's engines make of each scalar: `make.rb safe|psych LIST`.
require 'date'
require 'time'
engine, list = ARGV
require 'psych'
require 'safe_yaml/load' if engine == 'safe'

def load(engine, text)
  return SafeYAML.load(text) if engine == 'safe'

  # As Debian's Jekyll does (lib/jekyll/utils.rb).
  Psych.safe_load(text, permitted_classes: [Date, Time], aliases: true)
end

def word(value)
  case value
  when nil then 'null'
  when true, false then "bool #{value}"
  when Integer then "int #{value}"
  when Float then "float #{value}"
  when Date then "time #{value.iso8601}"
  when Time then "time #{value.getutc.iso8601(3)}"
  when String then "text #{value}"
  else raise "a #{value.class}"
  end
end

ENV['TZ'] = 'UTC'
File.readlines(list, chomp: true).each do |scalar|
  puts word(load(engine, "key: #{scalar}\n").fetch('key'))
rescue StandardError
  puts 'refused'
end
