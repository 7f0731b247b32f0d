module tkex.dev/ab-switch

go 1.26
