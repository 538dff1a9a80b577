"""What platforms want to be given: their manifests and icons."""
