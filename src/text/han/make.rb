# Makes simplified.txt anew from the Unicode Han Database, as Debian's unicode-data has it:
#
#     bzcat /usr/share/unicode/Unihan_Variants.txt.bz2 | ruby make.rb > simplified.txt

BLOCKS = (0x3400..0x9FFF)

simplified = {}
version = nil
$stdin.each_line(encoding: "UTF-8") do |line|
  version ||= line[/Unicode [Vv]ersion:? *([0-9.]+)/, 1]
  code, key, value = line.chomp.split("\t")
  next if code.to_s.start_with?("#") || key != "kSimplifiedVariant"

  from = code.delete_prefix("U+").hex
  to = value.split.map { |variant| variant[/U\+(\h+)/, 1].hex }.reject { |variant| variant == from }
  # Of several, the first that is another character.
  simplified[from] = to.first if to.any?
end

inside = simplified.select { |from, to| BLOCKS.cover?(from) && BLOCKS.cover?(to) }
traditional = Hash.new { |hash, key| hash[key] = [] }
inside.each do |from, to|
  seen = [from]
  while inside.key?(to) && !seen.include?(to)
    seen << to
    to = inside[to]
  end
  traditional[to] << from unless to == from
end

puts "# Simplified characters, each with the traditional ones that it stands for."
puts "# From kSimplifiedVariant of the Unicode Han Database, Unihan_Variants.txt of Unicode #{version},"
puts "# https://www.unicode.org/Public/#{version}/ucd/Unihan.zip, whose licence is https://www.unicode.org/license.txt."
puts "# Blocks 3400 to 9FFF alone; of several simplified forms the first; at the end of chains."
traditional.sort.each { |to, froms| puts [to, *froms.sort].pack("U*") }
