module tkex.dev/devcluster

go 1.26
