variable "REF" { default = "main" }
target "app" {
  context = "https://github.com/acme/app.git#${REF}"
  contexts = { base = "docker-image://debian:12", src = "https://example.com/${upper(REF)}.tgz" }
  args = { REF = REF, V = "v1" }
  dockerfile-inline = <<EOT
FROM alpine
ARG REF
RUN git clone -b $REF https://example.com/acme/tool
EOT
}
target "more" {
  inherits = ["app"]
  name = "more-${v}"
  matrix = { v = ["1", "2"] }
}
