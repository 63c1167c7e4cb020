# Liquid without Jekyll, and Ruby's strftime: what ../shared/tools/liquid_oracle.rb cannot be asked,
# as Jekyll has sort, where and others its own way. One JSON object per line, one answer per line.
#   {"template": "...", "data": {...}}         -> {"output": "..."} or {"error": "Class: message"}
#   {"pattern": "...", "time": [2024, 2, 3, 4, 5, 6, 789000, "+01:00"]}, or a date of three numbers,
#                                              -> {"output": "..."} or {"error": "Class: message"}
ENV["TZ"] = "UTC"
require "json"
require "time"
require "date"
require "liquid"
Liquid::Template.error_mode = :warn
$stdout.sync = true
STDIN.each_line do |line|
  request = JSON.parse(line)
  begin
    if (parts = request["time"])
      if parts.length == 3
        output = Date.new(*parts).strftime(request["pattern"])
      else
        *day, hour, minute, second, micro, offset = parts
        second += Rational(micro, 1_000_000)
        time = offset == "UTC" ? Time.utc(*day, hour, minute, second) : Time.new(*day, hour, minute, second, offset)
        output = time.strftime(request["pattern"])
      end
    else
      template = Liquid::Template.parse(request["template"], :line_numbers => true)
      answer = template.warnings.map(&:to_s)
      output = template.render!(request["data"])
    end
    reply = { "output" => output }
    reply["warnings"] = answer if answer && !answer.empty?
    puts JSON.generate(reply)
  rescue StandardError => e
    puts JSON.generate("error" => "#{e.class}: #{e.message}")
  end
end
