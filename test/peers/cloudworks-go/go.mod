module muster.example/cloudworks-peer

go 1.23

require github.com/itera-io/taikungoclient v0.0.0-20260205161035-a02b3cbc1f7f
