# Prints what Jekyll's data reader makes of a site's _data, as JSON.
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
require "jekyll"
require "json"
Jekyll.logger.log_level = :error
config = Jekyll.configuration("source" => ARGV[0], "quiet" => true, "disable_disk_cache" => true)
site = Jekyll::Site.new(config)
begin
  puts JSON.generate(Jekyll::DataReader.new(site).read(config["data_dir"]))
rescue Exception => e
  puts JSON.generate("error" => e.class.to_s)
end
