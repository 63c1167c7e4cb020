# Prints what Jekyll's reader finds in a site besides its posts, as JSON.
ENV["JEKYLL_NO_BUNDLER_REQUIRE"] = "true"
require "jekyll"
require "json"
Jekyll.logger.log_level = :error
config = Jekyll.configuration("source" => ARGV[0], "quiet" => true, "disable_disk_cache" => true,
                              "plugins" => [], "theme" => nil)
site = Jekyll::Site.new(config)
site.reader.read
puts JSON.generate(
  "pages" => site.pages.map { |p| [p.relative_path, p.url, p.dir, p.name, p.output_ext, p.content] },
  "files" => site.static_files.map { |f| [f.relative_path, f.url, f.name, f.basename] },
  "collections" => site.collections.to_h do |label, c|
    [label, label == "posts" ? [] : c.docs.map { |d| [d.relative_path, d.url] }.sort]
  end
)
